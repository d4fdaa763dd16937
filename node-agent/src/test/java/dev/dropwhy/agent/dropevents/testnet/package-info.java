/** Two network namespaces, a wire between them, and frames that the far end drops. */
@NullMarked
package dev.dropwhy.agent.dropevents.testnet;

import org.jspecify.annotations.NullMarked;
