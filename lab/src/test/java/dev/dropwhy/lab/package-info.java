/** The lab as a test: every scenario on this machine's kernel. */
@NullMarked
package dev.dropwhy.lab;

import org.jspecify.annotations.NullMarked;
