import module java.base;

/**
 * A method that does what an {@code invokedynamic} does: of a pattern switch, of a record's method or of a string
 * concatenation.
 *
 * @param method its name, which no other method of the class has
 */
record CallSite(String method, MethodTypeDesc type, Consumer<CodeBuilder> body) {
  private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
  private static final ClassDesc BUILDER = ClassDesc.of("java.lang.StringBuilder");

  /** The method for this call; empty for a lambda's. */
  static Optional<CallSite> of(InvokeDynamicInstruction call, int number, ClassDesc owner) {
    String bootstraps = call.bootstrapMethod().owner().displayName();
    if (bootstraps.equals("LambdaMetafactory")) {
      return Optional.empty();
    }
    String name = call.name().stringValue();
    List<ConstantDesc> constants = call.bootstrapArgs();
    Consumer<CodeBuilder> body =
        switch (bootstraps + "." + name) {
          case "SwitchBootstraps.typeSwitch" -> code -> typeSwitch(code, constants.stream().map(CallSite::type).toList());
          case "ObjectMethods.equals" -> code -> equals(code, type(constants.getFirst()), fields(constants));
          case "ObjectMethods.hashCode" -> code -> hashCode(code, fields(constants));
          case "ObjectMethods.toString" -> code -> toString(code, simpleName(owner), fields(constants));
          case "StringConcatFactory.makeConcatWithConstants" -> code -> concatenate(code, call.typeSymbol(), constants);
          default -> throw new BuildFailure(
              "%s links a call by %s.%s, which is not known here.".formatted(owner.displayName(), bootstraps, name));
        };
    return Optional.of(new CallSite(name + "$" + number, call.typeSymbol(), body));
  }

  private static ClassDesc type(ConstantDesc label) {
    if (label instanceof ClassDesc type) {
      return type;
    }
    throw new BuildFailure("A pattern switch has the label " + label + ", which is no type; write it with if.");
  }

  /** A record's components: what follows its class and their names. */
  private static List<DirectMethodHandleDesc> fields(List<ConstantDesc> constants) {
    return constants.stream().skip(2).map(DirectMethodHandleDesc.class::cast).toList();
  }

  /** As {@code Class.getSimpleName} has it, for a class that has a name. */
  private static String simpleName(ClassDesc record) {
    String name = record.displayName();
    return name.substring(name.lastIndexOf('$') + 1);
  }

  /** The index of the first label from the second argument on that fits; their number if none does, -1 for null. */
  private static void typeSwitch(CodeBuilder code, List<ClassDesc> labels) {
    Label present = code.newLabel();
    code.aload(0).ifnonnull(present).iconst_m1().ireturn().labelBinding(present);
    for (int i = 0; i < labels.size(); i++) {
      Label next = code.newLabel();
      code.iload(1).loadConstant(i).if_icmpgt(next);
      code.aload(0).instanceOf(labels.get(i)).ifeq(next);
      code.loadConstant(i).ireturn().labelBinding(next);
    }
    code.loadConstant(labels.size()).ireturn();
  }

  private static void equals(CodeBuilder code, ClassDesc record, List<DirectMethodHandleDesc> fields) {
    Label different = code.newLabel();
    Label same = code.newLabel();
    code.aload(0).aload(1).if_acmpeq(same);
    code.aload(1).instanceOf(record).ifeq(different);
    code.aload(1).checkcast(record).astore(2);
    for (DirectMethodHandleDesc field : fields) {
      ClassDesc type = field.invocationType().returnType();
      load(code, 0, field);
      load(code, 2, field);
      switch (TypeKind.from(type)) {
        case REFERENCE -> call(code, OBJECTS, "equals", ConstantDescs.CD_boolean, ConstantDescs.CD_Object, 2).ifeq(different);
        case LONG -> code.lcmp().ifne(different);
        case FLOAT, DOUBLE -> call(code, box(type), "compare", ConstantDescs.CD_int, type, 2).ifne(different);
        default -> code.if_icmpne(different);
      }
    }
    code.labelBinding(same).iconst_1().ireturn().labelBinding(different).iconst_0().ireturn();
  }

  private static void hashCode(CodeBuilder code, List<DirectMethodHandleDesc> fields) {
    code.iconst_0();
    for (DirectMethodHandleDesc field : fields) {
      ClassDesc type = field.invocationType().returnType();
      code.bipush(31).imul();
      load(code, 0, field);
      if (type.isPrimitive()) {
        call(code, box(type), "hashCode", ConstantDescs.CD_int, type, 1);
      } else {
        call(code, OBJECTS, "hashCode", ConstantDescs.CD_int, ConstantDescs.CD_Object, 1);
      }
      code.iadd();
    }
    code.ireturn();
  }

  private static void toString(CodeBuilder code, String record, List<DirectMethodHandleDesc> fields) {
    builder(code);
    String before = record + "[";
    for (DirectMethodHandleDesc field : fields) {
      append(code.loadConstant(before + field.methodName() + "="), ConstantDescs.CD_String);
      load(code, 0, field);
      append(code, field.invocationType().returnType());
      before = ", ";
    }
    append(code.loadConstant(fields.isEmpty() ? before + "]" : "]"), ConstantDescs.CD_String);
    code.invokevirtual(BUILDER, "toString", MethodTypeDesc.of(ConstantDescs.CD_String)).areturn();
  }

  /** A recipe has the text, \1 for an argument and \2 for a constant. */
  private static void concatenate(CodeBuilder code, MethodTypeDesc type, List<ConstantDesc> constants) {
    builder(code);
    int argument = 0;
    int variable = 0;
    Iterator<ConstantDesc> more = constants.listIterator(1);
    StringTokenizer recipe = new StringTokenizer((String) constants.getFirst(), "\1\2", true);
    while (recipe.hasMoreTokens()) {
      String part = recipe.nextToken();
      if (part.equals("\1")) {
        TypeKind kind = TypeKind.from(type.parameterType(argument));
        code.loadLocal(kind, variable);
        append(code, type.parameterType(argument));
        argument++;
        variable += kind.slotSize();
      } else {
        append(code.loadConstant(part.equals("\2") ? more.next().toString() : part), ConstantDescs.CD_String);
      }
    }
    code.invokevirtual(BUILDER, "toString", MethodTypeDesc.of(ConstantDescs.CD_String)).areturn();
  }

  private static void builder(CodeBuilder code) {
    code.new_(BUILDER).dup().invokespecial(BUILDER, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
  }

  private static void append(CodeBuilder code, ClassDesc type) {
    ClassDesc taken =
        switch (TypeKind.from(type)) {
          case REFERENCE -> type.equals(ConstantDescs.CD_String) ? type : ConstantDescs.CD_Object;
          case BYTE, SHORT -> ConstantDescs.CD_int;
          default -> type;
        };
    code.invokevirtual(BUILDER, "append", MethodTypeDesc.of(BUILDER, taken));
  }

  private static void load(CodeBuilder code, int variable, DirectMethodHandleDesc field) {
    code.aload(variable).getfield(field.owner(), field.methodName(), field.invocationType().returnType());
  }

  private static CodeBuilder call(
      CodeBuilder code, ClassDesc owner, String name, ClassDesc result, ClassDesc argument, int arguments) {
    return code.invokestatic(
        owner, name, MethodTypeDesc.of(result, Collections.nCopies(arguments, argument)));
  }

  private static ClassDesc box(ClassDesc primitive) {
    return switch (TypeKind.from(primitive)) {
      case BOOLEAN -> ConstantDescs.CD_Boolean;
      case BYTE -> ConstantDescs.CD_Byte;
      case CHAR -> ConstantDescs.CD_Character;
      case SHORT -> ConstantDescs.CD_Short;
      case INT -> ConstantDescs.CD_Integer;
      case LONG -> ConstantDescs.CD_Long;
      case FLOAT -> ConstantDescs.CD_Float;
      case DOUBLE -> ConstantDescs.CD_Double;
      case REFERENCE, VOID -> throw new BuildFailure(primitive.displayName() + " has no box.");
    };
  }
}
