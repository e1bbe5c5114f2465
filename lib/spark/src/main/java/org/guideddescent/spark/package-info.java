/**
 * Sweeps and data-parallel training on the workers of an Apache Spark cluster.
 *
 * <p>{@link org.guideddescent.spark.SparkEngine} is an {@link org.guideddescent.sweep.Engine}: the same plan, the same
 * experiment and the same store, one changed line, and the same bits. Each trial is a Spark job of its own, so that one that
 * takes its process down costs itself and no other. {@link org.guideddescent.spark.SparkTeam} starts all ranks of a
 * data-parallel training at once and then stands aside.
 *
 * <p>What runs on a worker may be written in a notebook cell: its classes and the variables that it reads travel with it.
 *
 * <p>Only Spark's Java interface is called and no class of Scala's collections, so one jar runs on Spark 3.5 and 4, with
 * Scala 2.12 and 2.13.
 */
package org.guideddescent.spark;
