package org.guideddescent.kernel.magic;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What {@code %help} says of a magic; stands beside the base kernel's LineMagic or CellMagic on the same method. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Help {
    /** {@return the call with its arguments, such as {@code %maven group:artifact:version...}} */
    String usage();

    /** {@return what it does, in sentences} */
    String text();

    /** {@return a call that could stand in a cell} */
    String example() default "";
}
