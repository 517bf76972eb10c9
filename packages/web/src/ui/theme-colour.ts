/** A colour of the theme as `rgb(...)`: a canvas knows neither variables nor light-dark(). */
export function themeColour(place: HTMLElement, name: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  place.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
