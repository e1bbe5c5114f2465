package org.guideddescent.spark;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The classes that the code of a class names, and the static fields that it uses. Methods that only ran the cell are left
 * out, so a variable's initializer brings nothing along.
 *
 * @param types their names with dots
 * @param variables static fields
 */
record CellCode(Set<String> types, Set<Variable> variables) {
    private static final int API = Opcodes.ASM9;

    /** A static field by the name of its class, with dots, and its own. */
    record Variable(String owner, String name) {}

    static CellCode of(String name, byte[] file) {
        var code = new CellCode(new LinkedHashSet<>(), new LinkedHashSet<>());
        new ClassReader(file).accept(code.new InClass(name), ClassReader.SKIP_DEBUG);
        return code;
    }

    /** The class of that name as another one sees it; absent if it is the JDK's or cannot be loaded. */
    static Optional<Class<?>> find(String name, Class<?> from) {
        if (name.startsWith("java.")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Class.forName(name, false, from.getClassLoader()));
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
        }
    }

    /** The name of a class as bytecode has it, or an array's descriptor. */
    private void type(String internal) {
        if (internal != null) {
            type(Type.getObjectType(internal));
        }
    }

    private void types(String... internal) {
        if (internal != null) {
            for (var name : internal) {
                type(name);
            }
        }
    }

    private void type(Type type) {
        switch (type.getSort()) {
            case Type.ARRAY -> type(type.getElementType());
            case Type.OBJECT -> types.add(type.getClassName());
            case Type.METHOD -> {
                type(type.getReturnType());
                for (var argument : type.getArgumentTypes()) {
                    type(argument);
                }
            }
            default -> {} // A primitive.
        }
    }

    private void constant(Object value) {
        if (value instanceof Type type) {
            type(type);
        } else if (value instanceof Handle handle) {
            type(handle.getOwner());
            type(Type.getType(handle.getDesc()));
            if (handle.getTag() == Opcodes.H_GETSTATIC || handle.getTag() == Opcodes.H_PUTSTATIC) {
                variables.add(new Variable(handle.getOwner().replace('/', '.'), handle.getName()));
            }
        } else if (value instanceof ConstantDynamic dynamic) {
            type(Type.getType(dynamic.getDescriptor()));
            constant(dynamic.getBootstrapMethod());
            for (int i = 0; i < dynamic.getBootstrapMethodArgumentCount(); i++) {
                constant(dynamic.getBootstrapMethodArgument(i));
            }
        }
    }

    private final class InClass extends ClassVisitor {
        private final String owner;

        InClass(String owner) {
            super(API);
            this.owner = owner;
        }

        @Override
        public void visit(
                int version, int access, String name, String signature, String superName, String[] interfaces) {
            type(superName);
            types(interfaces);
        }

        @Override
        public void visitNestHost(String host) {
            type(host);
        }

        @Override
        public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
            type(Type.getType(descriptor));
            return null;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            if (Notebook.runsSnippet(owner, name)) {
                return null;
            }
            type(Type.getType(descriptor));
            types(exceptions);
            return new InMethod();
        }
    }

    private final class InMethod extends MethodVisitor {
        InMethod() {
            super(API);
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            type(type);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            type(owner);
            type(Type.getType(descriptor));
            if (opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC) {
                variables.add(new Variable(owner.replace('/', '.'), name));
            }
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            type(owner);
            type(Type.getType(descriptor));
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            type(Type.getType(descriptor));
            constant(bootstrap);
            for (var argument : arguments) {
                constant(argument);
            }
        }

        @Override
        public void visitLdcInsn(Object value) {
            constant(value);
        }

        @Override
        public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
            type(Type.getType(descriptor));
        }

        @Override
        public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
            type(type);
        }

        @Override
        public void visitFrame(int kind, int locals, Object[] local, int stacked, Object[] stack) {
            for (int i = 0; i < locals && local != null; i++) {
                frame(local[i]);
            }
            for (int i = 0; i < stacked && stack != null; i++) {
                frame(stack[i]);
            }
        }

        /** What the verifier compares must be there, even if no instruction names it. */
        private void frame(Object value) {
            if (value instanceof String type) {
                type(type);
            }
        }
    }
}
