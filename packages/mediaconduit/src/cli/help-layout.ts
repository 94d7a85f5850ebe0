import { Help, type HelpConfiguration } from 'commander';
import { WIDEST_LEFT } from './table';

/** Descriptions begin on the line of a short option or command, and below a long one, so that they have room. */
export const HELP_LAYOUT: HelpConfiguration = {
  showGlobalOptions: true,
  minWidthToWrap: 20,
  padWidth(command, helper) {
    return Math.min(WIDEST_LEFT, Help.prototype.padWidth.call(helper, command, helper));
  },
  formatItem(term, termWidth, description, helper) {
    const format = (left: string, right: string): string =>
      Help.prototype.formatItem.call(helper, left, termWidth, right, helper);
    if (description === '' || helper.displayWidth(term) <= termWidth) return format(term, description);
    return `${format(term, '')}\n${format('', description)}`;
  },
};
