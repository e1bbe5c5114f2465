package org.guideddescent.bench;

import java.util.List;
import java.util.Map;

/**
 * A contestant: a program that speaks the protocol of {@link Reply}.
 *
 * @param name what the table calls it
 * @param command the program and its arguments
 * @param environment variables to set beside those inherited
 */
record Entry(String name, List<String> command, Map<String, String> environment) {}
