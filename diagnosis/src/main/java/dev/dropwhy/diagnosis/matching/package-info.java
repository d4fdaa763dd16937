/**
 * From a group of drops to a cause: which rule of the catalog fits, which protocol the frames are, who sent them, and
 * whether they belong to the namespace whose interfaces were balanced. Counts and judges nothing.
 */
@NullMarked
package dev.dropwhy.diagnosis.matching;

import org.jspecify.annotations.NullMarked;
