package org.guideddescent.kernel.jshell;

import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Inserts a call of {@link InterruptPoint} before every backward jump, which every loop contains. */
final class BranchChecks {
    private static final int API = Opcodes.ASM9;
    private static final Handle LINK = new Handle(
            Opcodes.H_INVOKESTATIC,
            Type.getInternalName(InterruptPoint.class),
            "link",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;)"
                    + "Ljava/lang/invoke/CallSite;",
            false);

    private BranchChecks() {}

    /** The instrumented class. bytecode: not modified. */
    static byte[] insert(byte[] bytecode) {
        ClassReader reader = new ClassReader(bytecode);
        // The call takes nothing from the stack and leaves nothing, so frames and maxima stay valid.
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new InClass(writer), 0);
        return writer.toByteArray();
    }

    private static final class InClass extends ClassVisitor {
        InClass(ClassVisitor next) {
            super(API, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            return new InMethod(super.visitMethod(access, name, descriptor, signature, exceptions));
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
    }
}
