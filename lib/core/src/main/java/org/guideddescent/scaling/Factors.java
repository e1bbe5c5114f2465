package org.guideddescent.scaling;

/**
 * What a parameter's numbers are multiplied by.
 *
 * @param parameter its name
 * @param shape out × in
 * @param initial the first values
 * @param rate the rate
 * @param decay λ of decay that the rate scales
 * @param coupledDecay λ of decay that joins the gradient
 * @param epsilon ε of Adam, alone or in SOAP
 */
public record Factors(
        String parameter,
        String shape,
        double initial,
        double rate,
        double decay,
        double coupledDecay,
        double epsilon) {}
