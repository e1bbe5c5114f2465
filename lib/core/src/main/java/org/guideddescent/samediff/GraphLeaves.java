package org.guideddescent.samediff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.guideddescent.space.Role;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What a loss of a graph depends on, in the order in which it is used, first layers first. A graph keeps its variables by
 * the alphabet, so their order says nothing about depth.
 *
 * @param placeholders by name
 * @param variables the trainable ones
 */
record GraphLeaves(Map<String, SDVariable> placeholders, List<SDVariable> variables) {
    static GraphLeaves of(SameDiff graph, List<String> losses) {
        var seen = new LinkedHashMap<String, SDVariable>();
        for (var loss : losses) {
            if (!graph.hasVariable(loss)) {
                throw new IllegalArgumentException("no variable named '" + loss + "'; have "
                        + graph.variableMap().keySet());
            }
            visit(graph, loss, seen);
        }
        var placeholders = new LinkedHashMap<String, SDVariable>();
        var variables = new ArrayList<SDVariable>();
        for (var v : seen.values()) {
            if (v.isPlaceHolder()) {
                placeholders.put(v.name(), v);
            } else if (v.getVariableType() == VariableType.VARIABLE) {
                variables.add(v);
            }
        }
        return new GraphLeaves(placeholders, variables);
    }

    /** Refuses a loss of no variable, and variables that are not all FLOAT or all DOUBLE. */
    void requireTrainable(String loss) {
        if (variables.isEmpty()) {
            throw new IllegalArgumentException("loss " + loss
                    + " depends on no trainable variable; make one with graph.var(name, DataType.FLOAT, in, out)");
        }
        var type = variables.get(0).dataType();
        for (var v : variables) {
            if (v.dataType() != type || (type != DataType.FLOAT && type != DataType.DOUBLE)) {
                throw new IllegalArgumentException("a graph's variables must be all FLOAT or all DOUBLE, got "
                        + variables.stream()
                                .map(w -> w.name() + " " + w.dataType())
                                .toList());
            }
        }
    }

    /** What an operation reads comes before it. */
    private static void visit(SameDiff graph, String name, Map<String, SDVariable> seen) {
        if (!seen.containsKey(name)) {
            var op = graph.getVariableOutputOp(name);
            // Marked before its inputs, so that a loop of the graph ends; moved behind them after.
            seen.put(name, graph.getVariable(name));
            if (op != null) {
                for (var input : graph.getInputsForOp(op)) {
                    visit(graph, input, seen);
                }
            }
            seen.put(name, seen.remove(name));
        }
    }

    /** Vectors are biases; of the matrices the last is the output, otherwise the first the input, others hidden. */
    List<GraphParameter> parameters() {
        var matrices = variables.stream().filter(GraphParameter::isMatrix).toList();
        int last = matrices.size() - 1;
        return variables.stream()
                .map(v -> new GraphParameter(v, role(matrices.indexOf(v), last), false))
                .toList();
    }

    private static Role role(int index, int last) {
        return index < 0 ? Role.BIAS : index == last ? Role.OUTPUT : index == 0 ? Role.INPUT : Role.HIDDEN;
    }
}
