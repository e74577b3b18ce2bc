/** `${NAME}`, `$(NAME)`, or `$NAME` as the whole of a text: something like envsubst has not run. */
export function isPlaceholder(text: string): boolean {
  return /\$\{[^}]{0,200}\}|\$\([\w.]{1,200}\)|^\$\w+$/.test(text);
}

const brackets = [
  ['{{', '}}'],
  ['{%', '%}'],
  ['<%', '%>'],
] as const;

/** `{{ … }}`, `{% … %}`, `<% … %>`: a template that nothing has rendered. */
export function isTemplated(text: string): boolean {
  return brackets.some(([open, close]) => {
    const start = text.indexOf(open);
    return start >= 0 && text.includes(close, start + open.length);
  });
}
