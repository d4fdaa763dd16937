/**
 * What nodes tell the cluster, and what the cluster makes of it: a node's report, bounded to what the API server takes,
 * and the diagnosis across the reports of many nodes.
 *
 * <p>Pure: no I/O, no clock, no Kubernetes client. Reports are hostile input here: every text is stripped and cut, every
 * number is brought into its range, and the work and the result are bounded whatever a node claims. Nothing that judges
 * a single node may live here; that is {@link dev.dropwhy.diagnosis.Diagnosis}.
 */
@NullMarked
package dev.dropwhy.diagnosis.cluster;

import org.jspecify.annotations.NullMarked;
