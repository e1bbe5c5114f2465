/**
 * What the contestants run, one main class a contestant, all serving the same protocol ({@code Worker}). Each class loads only
 * the libraries of its own contestant, since its process has only those.
 */
package org.guideddescent.bench.worker;
