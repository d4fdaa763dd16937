/** What the tests of the operator stand on: a real API server, simulated nodes and agents. */
@NullMarked
package dev.dropwhy.operator.testing;

import org.jspecify.annotations.NullMarked;
