// The Swedish words of what is opened seldom: taking words back, one's own data, what is not sent yet. Each of those parts imports this
// file before anything is drawn of it.
import { alsoSwedish } from './index';
import { later } from './sv/later';

alsoSwedish(later);
