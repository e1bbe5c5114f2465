package org.guideddescent.kernel.jshell;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * What happens to the bytecode of a cell before it runs.
 * <ul>
 *   <li>Before every backward jump, which every loop contains, stands a call of {@link InterruptPoint}.
 *   <li>System.exit becomes {@link CellExit}.
 *   <li>Members without a modifier, and protected ones, become public. To Java all cells are one package, but to the JVM
 *       the cells of different loaders are not, and loaders differ so that replaced classes can be unloaded.
 * </ul>
 */
final class CellBytecode {
    private static final int API = Opcodes.ASM9;
    /** The tag of a class in a constant pool, JVM specification, table 4.4-A. */
    private static final int CONSTANT_CLASS = 7;

    private static final String EXIT = Type.getInternalName(CellExit.class);
    private static final Handle LINK = new Handle(
            Opcodes.H_INVOKESTATIC,
            Type.getInternalName(InterruptPoint.class),
            "link",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;)"
                    + "Ljava/lang/invoke/CallSite;",
            false);

    private CellBytecode() {}

    /** The class as it will run. bytecode: not modified. */
    static byte[] prepared(byte[] bytecode) {
        ClassReader reader = new ClassReader(bytecode);
        // The inserted call takes nothing from the stack and leaves nothing, so frames and maxima stay valid.
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new InClass(writer), 0);
        return writer.toByteArray();
    }

    /** Names, with dots, of the classes that a class may be linked with. */
    static List<String> references(byte[] bytecode) {
        ClassReader reader = new ClassReader(bytecode);
        char[] buffer = new char[reader.getMaxStringLength()];
        List<String> names = new ArrayList<>();
        for (int i = 1; i < reader.getItemCount(); i++) {
            int offset = reader.getItem(i);
            if (offset > 0 && reader.readByte(offset - 1) == CONSTANT_CLASS) {
                names.add(reader.readUTF8(offset, buffer).replace('/', '.'));
            }
        }
        return names;
    }

    private static int widened(int access) {
        boolean isPrivate = (access & Opcodes.ACC_PRIVATE) != 0;
        return isPrivate ? access : (access & ~Opcodes.ACC_PROTECTED) | Opcodes.ACC_PUBLIC;
    }

    /** Whether a call, of owner's method, would end the process. */
    private static boolean isExit(String owner, String name) {
        return switch (owner) {
            case "java/lang/System" -> name.equals("exit");
            case "java/lang/Runtime" -> name.equals("exit") || name.equals("halt");
            default -> false;
        };
    }

    /** The descriptor of CellExit's method: a receiver becomes the first argument. */
    private static String exitDescriptor(String owner) {
        return owner.equals("java/lang/System") ? "(I)V" : "(Ljava/lang/Runtime;I)V";
    }

    private static final class InClass extends ClassVisitor {
        InClass(ClassVisitor next) {
            super(API, next);
        }

        @Override
        public void visit(
                int version, int access, String name, String signature, String superName, String[] interfaces) {
            super.visit(version, widened(access), name, signature, superName, interfaces);
        }

        @Override
        public void visitInnerClass(String name, String outer, String inner, int access) {
            super.visitInnerClass(name, outer, inner, widened(access));
        }

        @Override
        public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
            return super.visitField(widened(access), name, descriptor, signature, value);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            // The JVM wants a class initializer as it is.
            int wide = name.equals("<clinit>") ? access : widened(access);
            return new InMethod(super.visitMethod(wide, name, descriptor, signature, exceptions));
        }
    }

    private static final class InMethod extends MethodVisitor {
        private final Set<Label> passed = new HashSet<>();

        InMethod(MethodVisitor next) {
            super(API, next);
        }

        @Override
        public void visitLabel(Label label) {
            passed.add(label);
            super.visitLabel(label);
        }

        @Override
        public void visitJumpInsn(int opcode, Label target) {
            if (passed.contains(target)) {
                super.visitInvokeDynamicInsn("interruptPoint", "()V", LINK);
            }
            super.visitJumpInsn(opcode, target);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (isExit(owner, name)) {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, EXIT, "exit", exitDescriptor(owner), false);
            } else {
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            }
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            Object[] replaced = Stream.of(arguments)
                    .map(a -> a instanceof Handle h && isExit(h.getOwner(), h.getName()) ? exit(h) : a)
                    .toArray();
            super.visitInvokeDynamicInsn(name, descriptor, bootstrap, replaced);
        }

        /** For method references such as System::exit. */
        private static Handle exit(Handle reference) {
            return new Handle(Opcodes.H_INVOKESTATIC, EXIT, "exit", exitDescriptor(reference.getOwner()), false);
        }
    }
}
