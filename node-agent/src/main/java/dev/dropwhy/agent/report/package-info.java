/**
 * Turns a diagnosis into output: text for a person at a terminal, and the DropInvestigation as JSON or YAML. Decides
 * nothing about causes. Whatever came from frames, files or process names is stripped of control characters here.
 */
@NullMarked
package dev.dropwhy.agent.report;

import org.jspecify.annotations.NullMarked;
