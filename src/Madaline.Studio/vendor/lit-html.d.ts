// What the page uses of lit-html, for the check of types; the file beside it is as it was published.
export declare function html(strings: TemplateStringsArray, ...values: unknown[]): unknown;
export declare function svg(strings: TemplateStringsArray, ...values: unknown[]): unknown;
export declare function render(value: unknown, container: HTMLElement): unknown;
export declare const nothing: symbol;
