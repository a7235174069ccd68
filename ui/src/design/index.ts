// The few own components. No brand, no theme engine: tokens.css is the theme.
export { Band } from './Band';
export { Button, type ButtonProps } from './Button';
export { Combo } from './Combo';
export { Dialog } from './Dialog';
export { Field, Select, TextArea, TextField } from './Field';
export { Icon, Mark, type IconName } from './Icon';
export { announce, announceNow, Live } from './Live';
export { Menu, type MenuItem } from './Menu';
export { PickMany, PickOne, type PickOption } from './Pick';
export { SaveSign, type SaveState } from './SaveSign';
export { Segment } from './Segment';
export { Judge, Sign, type JudgedAs, type SignName } from './Sign';
export { Switch } from './Switch';
export { clearToast, toast, ToastPlace, Toasts, type ToastMessage } from './Toast';
