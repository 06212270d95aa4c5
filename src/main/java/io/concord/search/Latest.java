package io.concord.search;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Something that takes a while to make, made aside whenever it is out of date: whoever asks gets the last that is
/// whole, and waits only for the first. However often it is called out of date meanwhile, it is made once more.
final class Latest<T> {

    private final String name;
    private final Supplier<T> make;
    /// All guarded by this.
    private @Nullable T last;

    private boolean making;
    private boolean stale;
    private @Nullable RuntimeException failure;

    Latest(String name, Supplier<T> make) {
        this.name = name;
        this.make = make;
    }

    synchronized void refresh() {
        stale = true;
        if (!making) {
            making = true;
            Thread.ofVirtual().name(name).start(this::make);
        }
    }

    private void make() {
        while (begin()) {
            try {
                T made = make.get();
                synchronized (this) {
                    last = made;
                    failure = null;
                    notifyAll();
                }
            } catch (RuntimeException e) {
                synchronized (this) {
                    failure = e;
                    notifyAll();
                }
            }
        }
    }

    private synchronized boolean begin() {
        making = stale;
        stale = false;
        return making;
    }

    /// @throws IllegalStateException when not even the first could be made
    synchronized T get() {
        // Who has just failed may still be on the way out: its failure was for those who waited then.
        if (last == null && (!making || failure != null)) {
            failure = null;
            refresh();
        }
        while (true) {
            T made = last;
            if (made != null) {
                return made;
            }
            if (failure != null) {
                throw new IllegalStateException(name + " could not be made", failure);
            }
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for " + name, e);
            }
        }
    }
}
