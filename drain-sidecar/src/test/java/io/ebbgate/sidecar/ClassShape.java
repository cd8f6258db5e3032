package io.ebbgate.sidecar;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.ConstantValueAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a class does, without what a JVM may order anew: fields with their constants, methods with
 * their code.
 */
final class ClassShape {
  private ClassShape() {}

  static SortedSet<String> of(byte[] classfile) {
    ClassModel model = ClassFile.of().parse(classfile);
    SortedSet<String> shape = new TreeSet<>();
    model.fields().forEach(field -> shape.add(field(field)));
    model.methods().forEach(method -> shape.add(method(method)));
    return shape;
  }

  private static String field(FieldModel field) {
    String constant =
        field.attributes().stream()
            .filter(ConstantValueAttribute.class::isInstance)
            .map(value -> " = " + ((ConstantValueAttribute) value).constant().constantValue())
            .collect(Collectors.joining());
    return "%s %s %d%s"
        .formatted(field.fieldName(), field.fieldType(), field.flags().flagsMask(), constant);
  }

  private static String method(MethodModel method) {
    String code = method.code().map(ClassShape::code).orElse("");
    return "%s%s %d%s"
        .formatted(method.methodName(), method.methodType(), method.flags().flagsMask(), code);
  }

  private static String code(CodeModel code) {
    return code.elementStream()
        .filter(Instruction.class::isInstance)
        .map(Instruction.class::cast)
        .map(instruction -> "\n  " + text(instruction))
        .collect(Collectors.joining());
  }

  /** Labels are objects of a reading; what is left of a jump is enough. */
  private static String text(Instruction instruction) {
    return switch (instruction) {
      case BranchInstruction jump -> jump.opcode().name();
      case TableSwitchInstruction table ->
          "switch " + table.lowValue() + " " + table.highValue() + " " + table.cases().size();
      case LookupSwitchInstruction lookup ->
          "switch " + lookup.cases().stream().map(one -> one.caseValue()).toList();
      default -> instruction.toString();
    };
  }
}
