/**
 * A real kube-apiserver and etcd on loopback, for tests that a mock cannot tell the truth about: server-side apply,
 * admission, RBAC, optimistic locking, a server that is away for a while. Only for the test scope of other modules.
 */
@NullMarked
package dev.dropwhy.testkit;

import org.jspecify.annotations.NullMarked;
