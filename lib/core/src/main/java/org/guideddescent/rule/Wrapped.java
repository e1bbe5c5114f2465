package org.guideddescent.rule;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.guideddescent.objective.LayerObserver;
import org.guideddescent.objective.Need;
import org.guideddescent.space.ParamVector;

/** A bound {@link Around} with what is inside: only applying is the wrapper's own affair, all else reaches both. */
record Wrapped(List<Plan> inside, Stepper wrapper) implements Stepper {
    @Override
    public void apply(Step step) {
        wrapper.apply(step);
    }

    @Override
    public void settle(Step step) {
        for (int i = 0; i < inside.size(); i++) {
            inside.get(i).settle(step);
        }
        wrapper.settle(step);
    }

    @Override
    public List<LayerObserver> observers() {
        return Stream.concat(inside.stream().flatMap(p -> p.observers().stream()), wrapper.observers().stream())
                .toList();
    }

    @Override
    public Set<Need> needs() {
        var all = EnumSet.noneOf(Need.class);
        inside.forEach(p -> all.addAll(p.needs()));
        all.addAll(wrapper.needs());
        return all;
    }

    @Override
    public void readOut(ParamVector weights) {
        inside.forEach(p -> p.readOut(weights));
        wrapper.readOut(weights);
    }

    @Override
    public List<String> averageNames() {
        return Stream.concat(inside.stream().flatMap(p -> p.averageNames().stream()), wrapper.averageNames().stream())
                .toList();
    }

    @Override
    public void readOut(String name, ParamVector weights) {
        inside.forEach(p -> p.readOut(name, weights));
        wrapper.readOut(name, weights);
    }

    @Override
    public boolean averages() {
        return wrapper.averages() || inside.stream().anyMatch(Plan::averages);
    }

    @Override
    public boolean seesNonFinite() {
        return wrapper.seesNonFinite();
    }
}
