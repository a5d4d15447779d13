package dev.slipway.hcl.eval;

/// A function refuses its arguments, or fails. If it is about one argument, that argument's index
/// is told, else -1.
public final class FunctionException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int argument;

    private FunctionException(int argument, String message) {
        super(message, null, false, false);
        this.argument = argument;
    }

    public static FunctionException failure(String message) {
        return new FunctionException(-1, message);
    }

    public static FunctionException argument(int index, String message) {
        return new FunctionException(index, message);
    }

    public int argument() {
        return argument;
    }
}
