/** What the kernel says about itself, on the running kernel and on damaged data. */
@NullMarked
package dev.dropwhy.agent.kernel;

import org.jspecify.annotations.NullMarked;
