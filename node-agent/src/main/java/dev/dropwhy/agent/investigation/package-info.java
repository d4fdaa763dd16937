/**
 * A DropInvestigation as a file: reading it and checking it by the bounds that the API records state, with one sentence
 * for what is wrong.
 */
@NullMarked
package dev.dropwhy.agent.investigation;

import org.jspecify.annotations.NullMarked;
