package io.concord.ledger;

/// Looks before this process signs anything whether it may; other packages know where to look.
@FunctionalInterface
public interface StartCheck {

    /// @throws io.concord.platform.CannotStart when nothing must be signed on what is stored here
    void beforeSigning();
}
