import { render } from 'preact';
import { App } from './app';
import { followSystemTheme } from './ui/theme';
import './style/base.css';
import './style/fleet.css';
import './style/forms.css';
import './style/server.css';

const root = document.getElementById('app');
if (!root) throw new Error('index.html has no element with the id "app"');
followSystemTheme();
render(<App />, root);
