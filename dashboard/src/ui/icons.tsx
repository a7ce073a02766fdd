import type { ComponentChildren } from 'preact';

function Icon({ children, size = 16 }: { children: ComponentChildren; size?: number }) {
  return (
    <svg
      class="icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

/** A staff with its marks, and the water at it. */
export const LogoIcon = () => (
  <svg class="logo" width="26" height="26" viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="7" class="logo-ground" />
    <path
      d="M9 6v20M9 8h4M9 13h6M9 18h4M9 23h6"
      stroke="#fff"
      stroke-width="2"
      stroke-linecap="round"
    />
    <path
      d="M15 19.500c2.500-3.500 4.500-3.500 6 0s3.500 3.500 6 0"
      stroke="#8fe3df"
      stroke-width="2.400"
      stroke-linecap="round"
      fill="none"
    />
  </svg>
);

/** The states differ in shape, not only in colour. */
export const HealthyIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="6.200" />
    <path d="m5.300 8.200 1.900 1.900 3.600-4" />
  </Icon>
);
export const CriticalIcon = () => (
  <Icon>
    <path
      d="M5.400 1.800h5.200l3.600 3.600v5.200l-3.600 3.600H5.400l-3.600-3.600V5.400Z"
      fill="currentColor"
      fill-opacity="0.18"
    />
    <path d="m5.800 5.800 4.400 4.400m0-4.400-4.400 4.400" />
  </Icon>
);
export const WarningIcon = () => (
  <Icon>
    <path d="M8 2.200 14.300 13H1.700Z" />
    <path d="M8 6.500v2.800M8 11.200v.01" />
  </Icon>
);
export const StaleIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="6.200" />
    <path d="M8 4.600V8l2.400 1.600" />
  </Icon>
);
export const GoneIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="6.200" stroke-dasharray="2.200 2" />
    <path d="m6 6 4 4m0-4-4 4" />
  </Icon>
);
export const SunIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="2.800" />
    <path d="M8 1.500v1M8 13.500v1M1.500 8h1M13.500 8h1M3.400 3.400l.7.7M11.900 11.900l.7.7M3.400 12.600l.7-.7M11.900 4.100l.7-.7" />
  </Icon>
);
export const MoonIcon = () => (
  <Icon>
    <path d="M13.200 9.600A5.700 5.700 0 0 1 6.400 2.800a5.700 5.700 0 1 0 6.800 6.800Z" />
  </Icon>
);
export const SystemIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="5.800" />
    <path d="M8 2.200v11.600A5.800 5.800 0 0 0 8 2.200Z" fill="currentColor" />
  </Icon>
);
export const BackIcon = () => (
  <Icon>
    <path d="M9.500 3.500 5 8l4.500 4.500" />
  </Icon>
);
export const CloseIcon = () => (
  <Icon size={12}>
    <path d="m4 4 8 8m0-8-8 8" />
  </Icon>
);
export const ArrowIcon = ({ up }: { up: boolean }) => (
  <Icon size={12}>
    <path d={up ? 'm4 10 4-4 4 4' : 'm4 6 4 4 4-4'} />
  </Icon>
);
