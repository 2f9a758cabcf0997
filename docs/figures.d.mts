export function figuresPage(read: (name: string) => string | null): string;
