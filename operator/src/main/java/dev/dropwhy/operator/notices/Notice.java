package dev.dropwhy.operator.notices;

/**
 * Something to tell people in the course of an investigation.
 *
 * @param warning whether somebody should look
 * @param reason one CamelCase word
 * @param message one or two sentences
 */
public record Notice(boolean warning, String reason, String message) {}
