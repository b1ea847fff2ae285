package dev.cuesheet.localaws.internal;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value made on first use, once. Safe to share between threads. */
public final class Once<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private volatile @Nullable T value;

    public Once(Supplier<T> maker) {
        this.maker = maker;
    }

    @Override
    public T get() {
        var made = value;
        if (made == null) {
            synchronized (this) {
                made = value;
                if (made == null) {
                    made = maker.get();
                    value = made;
                }
            }
        }
        return made;
    }

    /** Shows the value if somebody has asked for it before. */
    public void ifMade(Consumer<? super T> visitor) {
        var made = value;
        if (made != null) {
            visitor.accept(made);
        }
    }
}
