/** The lab's command and the matrix that it prints. */
@NullMarked
package dev.dropwhy.lab;

import org.jspecify.annotations.NullMarked;
