/**
 * The Kubernetes API of dropwhy, group {@code dropwhy.dev}, version {@code v1alpha1}: what a person asks for
 * ({@link dev.dropwhy.api.DropInvestigation}), what one node answers ({@link dev.dropwhy.api.NodeDropReport}), and the
 * vocabulary both share.
 *
 * <p>Only data lives here: records and enums that serialize as they stand. No behaviour beyond normalizing nulls, no
 * client, no diagnosis.
 */
@NullMarked
package dev.dropwhy.api;

import org.jspecify.annotations.NullMarked;
