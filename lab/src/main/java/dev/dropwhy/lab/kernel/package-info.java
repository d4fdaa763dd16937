/**
 * The system calls that the lab needs and Java does not offer, over foreign memory, and the kernel's own words on what it
 * dropped. Nothing here knows of scenarios or of the product that is tested.
 */
@NullMarked
package dev.dropwhy.lab.kernel;

import org.jspecify.annotations.NullMarked;
