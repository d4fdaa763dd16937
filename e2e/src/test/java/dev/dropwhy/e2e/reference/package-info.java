/**
 * The reference pages under {@code docs/reference}, written from their sources and compared with what is committed.
 */
@NullMarked
package dev.dropwhy.e2e.reference;

import org.jspecify.annotations.NullMarked;
