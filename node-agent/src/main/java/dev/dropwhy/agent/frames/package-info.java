/**
 * What a frame is and who sent it, from its bytes alone. Frames are hostile input: whatever the bytes, no exception and
 * no unbounded work.
 */
@NullMarked
package dev.dropwhy.agent.frames;

import org.jspecify.annotations.NullMarked;
