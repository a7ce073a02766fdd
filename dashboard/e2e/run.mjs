console.log('dashboard: browser tests');
