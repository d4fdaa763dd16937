/** What must hold whatever a machine is flooded with, on this machine's kernel. */
@NullMarked
package dev.dropwhy.lab.flood;

import org.jspecify.annotations.NullMarked;
