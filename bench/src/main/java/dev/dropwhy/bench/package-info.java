/**
 * Measurements of the product beside other tools, printed as figures and ratios. Nothing here is part of the product,
 * and nothing here is a test: a figure depends on the machine.
 */
@NullMarked
package dev.dropwhy.bench;

import org.jspecify.annotations.NullMarked;
