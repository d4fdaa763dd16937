/**
 * What the running kernel says about itself: names of drop reasons and the shape of tracepoints from its BTF, functions
 * from its symbol table, the capabilities of this process. Read-only, bounded whatever the files hold, and independent of
 * how drops are observed.
 */
@NullMarked
package dev.dropwhy.agent.kernel;

import org.jspecify.annotations.NullMarked;
