package org.aptheke.server.netty;

/**
 * What a listener holds in memory to answer from.
 *
 * @param small answers that are held whole
 * @param smallBytes what those take, with what each costs beside its bytes
 * @param files answers that are held as open files
 * @param answerBytes bytes of all answers in memory, also of those that are only being sent
 */
public record HotFigures(long small, long smallBytes, long files, long answerBytes) {}
