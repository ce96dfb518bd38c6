/** The mark: a lit doorway and a step down from it. One colour, so that it prints, and clear at 16 px. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path d="M5 3h14v18h-4V7H9v18h18v4H5z" fill="currentColor" />
      <path d="M19 21h8v4h-8z" fill="currentColor" opacity=".55" />
      <circle cx="12" cy="14" r="1.6" fill="currentColor" />
    </svg>
  );
}
