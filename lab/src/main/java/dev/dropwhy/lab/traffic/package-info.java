/**
 * What the lab sends: frames built byte by byte, right or wrong on purpose, raw senders, sockets and tun devices. Frames are
 * built here and not by the decoders' own code, so that both cannot be wrong in the same way.
 */
@NullMarked
package dev.dropwhy.lab.traffic;

import org.jspecify.annotations.NullMarked;
