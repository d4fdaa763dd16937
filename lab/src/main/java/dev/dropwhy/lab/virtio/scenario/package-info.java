/** What happens to a guest's network card, and what the whole answer must be, on each kernel. */
@NullMarked
package dev.dropwhy.lab.virtio.scenario;

import org.jspecify.annotations.NullMarked;
