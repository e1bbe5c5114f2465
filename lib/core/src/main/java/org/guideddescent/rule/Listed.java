package org.guideddescent.rule;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Puts a factory method into the listing of optimizers, and under the contract that every listed rule is tested by. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Listed {
    /** {@return where it stands in the listing} */
    Family family();

    /** {@return what it does, in one line} */
    String says();

    /** {@return whose idea it is: authors, year, identifier} */
    String source();
}
