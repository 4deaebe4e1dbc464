"""Draws costs of several problems as bars beside each other, on a logarithmic axis that begins at 0."""
import math
from xml.sax.saxutils import escape

PUBLISHED, OURS, BOUND = "#d55e00", "#0072b2", "#202020"
LABELS, WIDTH, RIGHT, TOP, ROW, BAR = 190, 820, 90, 64, 40, 13


def draw(title, rows):
    """SVG of rows (name, published cost, our cost, proven bound)."""
    most = math.log10(1 + max(max(row[1:3]) for row in rows))
    height = TOP + ROW * len(rows) + 30

    def x(cost):
        return LABELS + math.log10(1 + cost) / max(most, 1) * (WIDTH - LABELS - RIGHT)

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="12" '
           f'fill="#404040"><title>{escape(title)}</title><rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
           f'<text x="{WIDTH / 2}" y="22" text-anchor="middle" font-size="15" fill="#202020">{escape(title)}</text>']
    for i, (label, colour) in enumerate((("published", PUBLISHED), ("Confab", OURS), ("proven bound", BOUND))):
        left = LABELS + 130 * i
        out.append(f'<rect x="{left}" y="36" width="{3 if colour == BOUND else 14}" height="12" fill="{colour}"/>'
                   f'<text x="{left + 20}" y="47">{label}</text>')
    for power in range(math.floor(most) + 1):
        out.append(f'<path d="M{x(10 ** power):.1f} {TOP - 6}V{height - 26}" stroke="#e0e0e0"/>'
                   f'<text x="{x(10 ** power):.1f}" y="{height - 10}" text-anchor="middle">{10 ** power}</text>')
    for i, (name, published, value, bound) in enumerate(rows):
        y = TOP + ROW * i
        out.append(f'<text x="{LABELS - 10}" y="{y + BAR + 4}" text-anchor="end">{escape(name)}</text>')
        for k, (cost, colour) in enumerate(((published, PUBLISHED), (value, OURS))):
            out.append(f'<rect x="{LABELS}" y="{y + k * BAR}" width="{max(x(cost) - LABELS, 1):.1f}" height="{BAR - 2}" '
                       f'fill="{colour}"/><text x="{x(cost) + 6:.1f}" y="{y + k * BAR + 10}">{cost}</text>')
        out.append(f'<rect x="{x(bound) - 1.5:.1f}" y="{y + BAR - 2}" width="3" height="{BAR + 2}" fill="{BOUND}"/>')
    return "\n".join(out + ["</svg>"]) + "\n"
