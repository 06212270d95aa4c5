package io.concord.desk;

/// There is no such thing, or it is not this person's to see; nobody is told which.
final class NotHere extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String zh;

    NotHere(String zh, String en) {
        super(en);
        this.zh = zh;
    }

    String said(boolean chinese) {
        return chinese ? zh : String.valueOf(getMessage());
    }
}
