/**
 * What one node measured in one window: plain data that serializes to JSON, versioned, and can be diagnosed again
 * offline. Produced by the probes of the node agent, consumed by the diagnosis. No behaviour lives here, and nothing
 * that needs a kernel.
 */
@NullMarked
package dev.dropwhy.diagnosis.observation;

import org.jspecify.annotations.NullMarked;
