/**
 * The real operator and the real agent as processes, against a real API server, on real drops: everything of a cluster
 * but the kubelet, which the test plays. The chart's own roles and admission policies hold.
 */
@NullMarked
package dev.dropwhy.e2e.process;

import org.jspecify.annotations.NullMarked;
