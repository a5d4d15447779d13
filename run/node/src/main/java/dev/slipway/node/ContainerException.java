package dev.slipway.node;

import static java.util.Objects.requireNonNull;

/// A container cannot be started or reached. `reason` is the word that users see in
/// `state.waiting.reason`; the message says what was found, what was expected and what to do.
public final class ContainerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// Why, as the API names it.
    public enum Reason {
        ERR_IMAGE_PULL("ErrImagePull"),
        INVALID_IMAGE_NAME("InvalidImageName"),
        CONFIG_ERROR("CreateContainerConfigError"),
        CREATE_ERROR("CreateContainerError"),
        RUN_ERROR("RunContainerError"),
        PORT_TAKEN("PortUnavailable"),
        NOT_RUNNING("ContainerNotRunning");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    private final Reason reason;

    public ContainerException(Reason reason, String message) {
        super(requireNonNull(message, "message"));
        this.reason = requireNonNull(reason, "reason");
    }

    public ContainerException(Reason reason, String message, Throwable cause) {
        super(requireNonNull(message, "message"), cause);
        this.reason = requireNonNull(reason, "reason");
    }

    @Override
    public String getMessage() {
        return requireNonNull(super.getMessage(), "message");
    }

    public Reason reason() {
        return reason;
    }
}
