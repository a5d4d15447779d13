package dev.slipway.terraform.provisioner;

import dev.slipway.hcl.value.Value;
import dev.slipway.terraform.remote.RemoteException;
import dev.slipway.terraform.remote.RemoteHost;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Something to do at another machine, in a thread of its own, which is interrupted if the run
/// shall end: the thread of the run must not be, since it writes the state. Stateless.
final class RemoteWork {
    private RemoteWork() {}

    /// What is done there.
    @FunctionalInterface
    interface Work {
        void at(RemoteHost host) throws ProvisionException, InterruptedException;
    }

    static void run(
            ConnectionReader.Target target,
            Provisioners.Ground ground,
            Consumer<String> told,
            Work work)
            throws ProvisionException {
        // What the thread does not come to change.
        AtomicReference<@Nullable ProvisionException> problem =
                new AtomicReference<>(new ProvisionException("ended unexpectedly"));
        Thread thread =
                Thread.ofVirtual()
                        .name("provisioner")
                        .unstarted(() -> problem.set(problem(target, ground, told, work)));
        ground.onCancel().accept(thread::interrupt);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new ProvisionException("interrupted");
        }
        ProvisionException found = problem.get();
        if (found != null) {
            throw found;
        }
    }

    private static @Nullable ProvisionException problem(
            ConnectionReader.Target target,
            Provisioners.Ground ground,
            Consumer<String> told,
            Work work) {
        try (RemoteHost host = ground.hosts().connect(target.connection(), told)) {
            work.at(host);
            return null;
        } catch (ProvisionException e) {
            return e;
        } catch (RemoteException e) {
            return new ProvisionException(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            return new ProvisionException("interrupted");
        }
    }

    static ConnectionReader.Target target(@Nullable Value connection, Provisioners.Ground ground)
            throws ProvisionException {
        return ConnectionReader.read(connection, ground.told());
    }
}
