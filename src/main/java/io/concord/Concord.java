package io.concord;

public class Concord {
    public static void main(String[] args) {
        System.out.println(Runtime.version().feature());
    }
}
